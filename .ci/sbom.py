"""Writes the bill of materials (CycloneDX 1.6, JSON) of what is installed to run, from its lock file.

    python .ci/sbom.py [FILE]

The same lock gives the same bill, on any machine and without a network. Licences are added from what is
installed here; a package that is locked for other systems only has none.
"""

import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
Json = dict[str, Any]


def main(target: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    bill: Json = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "idejakt",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [component(*pinned) for pinned in pins(lock)],
    }
    bill["dependencies"] = [{"ref": "idejakt", "dependsOn": [one["bom-ref"] for one in bill["components"]]}]
    target.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def pins(lock: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 hashes of every pinned package."""
    lines = lock.replace("\\\n", " ").splitlines()
    found = (re.match(r"^([A-Za-z0-9._-]+)==(\S+)(.*)$", line) for line in lines)
    return [(one[1].lower(), one[2], re.findall(r"sha256:(\w+)", one[3])) for one in found if one]


def component(name: str, version: str, hashes: list[str]) -> Json:
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(hashes)],
        "licenses": licences(name),
    }


def licences(name: str) -> list[Json]:
    try:
        about = importlib.metadata.metadata(name).json
    except importlib.metadata.PackageNotFoundError:
        return []
    if expression := about.get("license_expression"):
        return [{"expression": str(expression)}]
    classified = [one for one in about.get("classifier", []) if one.startswith("License :: ")]
    named = [one.rpartition(" :: ")[2] for one in classified]
    named = named or [str(about.get("license", "")).partition("\n")[0]]
    return [{"license": {"name": one}} for one in named if one]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sbom.json")
