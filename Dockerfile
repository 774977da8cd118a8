# The bot in a container: installed from the lock file with hashes, run by a user that owns nothing, on a file
# system that may be read-only. Only /data is written to, and only with SQLite.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /tools \
    && /tools/bin/pip install --require-hashes -r requirements-build.lock \
    && python -m venv /app \
    && /app/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY storage storage
COPY bot bot
RUN /tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /app/bin/pip install --no-deps dist/idejakt-*.whl

FROM python:3.13-slim
RUN groupadd --system --gid 10001 idejakt \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin idejakt \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    IDEJAKT_HOST=0.0.0.0 IDEJAKT_PORT=8080 IDEJAKT_DATABASE_URL=sqlite:////data/idejakt.db
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "from urllib import request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:8080/healthz', timeout=3)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["idejakt"]
CMD ["serve"]
