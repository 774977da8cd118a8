// Sends forms in place, and asks for the page again when something changed. Everything works without it.
"use strict";
(() => {
  const REFRESH = { "Playground-Refresh": "1" };
  const NEAR = 60; // so close to its end, in pixels, a list follows what is added
  let busy = false, pointer = false, latest = 0, soon = 0;

  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => (id ? document.getElementById(id) : null);
  const dialog = () => document.querySelector("[data-modal]");
  const isBox = (field) => field.type === "radio" || field.type === "checkbox";
  const fields = () => all("input:not([type=hidden]), textarea, select, button[name]");
  const keyOf = (field) => {
    const form = field.name && field.closest("[data-key]");
    return form ? JSON.stringify([form.dataset.key, field.name, isBox(field) || field.localName === "button" ? field.value : ""]) : null;
  };
  const changed = (field) =>
    field.localName === "select" ? [...field.options].some((one) => one.selected !== one.defaultSelected)
      : isBox(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

  // What a person is in the middle of, to be put back into the page that replaces this one. `sent` is the form
  // that was just sent, whose fields are settled; null after an act that settles none; undefined after no act.
  function remember(sent) {
    const focused = document.activeElement, idle = sent === undefined;
    return {
      typed: fields().filter((one) => one.localName !== "button" && one.form !== sent && keyOf(one) && changed(one))
        .map((one) => [keyOf(one), one.value, one.checked]),
      id: focused.id, key: focused.name ? keyOf(focused) : null,
      range: focused.setSelectionRange && [focused.selectionStart, focused.selectionEnd],
      open: all("details[id][open]").filter((one) => idle || !one.matches(".overflow")).map((one) => one.id),
      popovers: idle ? all("[popover]:popover-open").map((one) => one.id) : [],
      scrolls: all("[id]").filter((one) => one.scrollTop || one.dataset.scroll)
        .map((one) => [one.id, one.scrollTop, one.dataset.scroll && one.scrollHeight - one.scrollTop - one.clientHeight < NEAR]),
      modal: dialog()?.id,
    };
  }

  function putBack(before) {
    const byKey = new Map(fields().map((one) => [keyOf(one), one]));
    for (const [key, value, checked] of before.typed) {
      const field = byKey.get(key);
      if (field && isBox(field)) field.checked = checked;
      else if (field) field.value = value;
    }
    for (const id of before.open) byId(id)?.setAttribute("open", "");
    for (const id of before.popovers) byId(id)?.showPopover?.();
    toEnd();
    for (const [id, top, follows] of before.scrolls) if (!follows && byId(id)) byId(id).scrollTop = top;
    if (dialog() && dialog().id !== before.modal) return enterDialog();
    const same = byId(before.id) || (before.key && byKey.get(before.key));
    const target = same || (before.modal && document.querySelector("#main [data-send]"));
    if (!target || target.closest("[inert]")) return;
    target.focus({ preventScroll: true });
    if (same && before.range && before.range[0] !== null) target.setSelectionRange?.(...before.range);
  }

  const toEnd = () => { for (const list of all("[data-scroll]")) list.scrollTop = list.scrollHeight; };

  function enterDialog() {
    const wanted = ["[aria-invalid]", "[autofocus]:not([popover] *)", ".body :is(input, textarea, select)"];
    (wanted.map((one) => dialog()?.querySelector(one)).find(Boolean) || dialog())?.focus();
  }

  async function load(address, options, sent) {
    const answer = await fetch(address, { ...options, headers: REFRESH });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !next.getElementById("page")) throw new Error(answer.status);
    if (sent === undefined && Number(next.body.dataset.change) < Number(document.body.dataset.change)) return;
    const before = remember(sent);
    if (answer.redirected) history.replaceState(null, "", answer.url);
    for (const id of ["page", "over"]) byId(id).replaceWith(next.getElementById(id));
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.body.dataset.change = next.body.dataset.change;
    putBack(before);
    if (sent && dialog()?.querySelector("[aria-invalid]")) enterDialog();
  }

  async function send(form, button) {
    if (busy) return;
    busy = true;
    const line = byId("busy"), waiting = setTimeout(() => { line.textContent = line.dataset.text; }, 400);
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    const settles = button?.name !== "act";
    try {
      await load(address, { method: "POST", body: new URLSearchParams(new FormData(form, button)) }, settles ? form : null);
    } catch {
      location.reload();
    } finally {
      clearTimeout(waiting);
      line.textContent = "";
      busy = false;
      heard(latest);
    }
  }

  const refresh = () => { if (!busy) load(location.href).catch(() => {}); };
  function heard(number) {
    latest = Math.max(latest, number);
    if (busy || latest <= Number(document.body.dataset.change)) return;
    clearTimeout(soon);
    soon = setTimeout(refresh, 60);
  }

  document.addEventListener("submit", (event) => { event.preventDefault(); send(event.target, event.submitter); });
  document.addEventListener("pointerdown", () => { pointer = true; }, true);
  document.addEventListener("change", (event) => {
    if (pointer) event.target.closest(".inline, .field")?.querySelector("[data-at-once]")?.click();
  });
  document.addEventListener("keydown", (event) => {
    pointer = false;
    const field = event.target;
    if (event.key === "Escape" && !document.querySelector(":popover-open")) {
      document.querySelector("[data-close], details:is(.overflow, .goto)[open] > summary")?.click();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      const tell = field.localName === "input" && field.closest(".inline, .field")?.querySelector("[data-on-enter]");
      if (!tell && !("send" in field.dataset)) return;
      event.preventDefault();
      if (tell) tell.click();
      else if (field.value.trim()) field.form.requestSubmit();
    }
  });
  document.addEventListener("click", (event) => {
    for (const one of all("details:is(.overflow, .goto)[open]")) if (!one.contains(event.target)) one.open = false;
    const fill = event.target.closest("[data-fill]"), link = event.target.closest("[data-act]");
    if (fill) {
      const text = byId(fill.dataset.into);
      text.value = fill.dataset.fill + text.value.replace(/^\/\S*\s?/, "");
      fill.closest("details").open = false;
      text.focus();
    } else if (link) {
      const form = link.closest("form"), body = new URLSearchParams(new FormData(form));
      body.set("act", link.dataset.act);
      fetch(form.getAttribute("action"), { method: "POST", body, headers: REFRESH }).catch(() => {});
    }
  });

  document.documentElement.classList.add("scripted");
  toEnd();
  enterDialog();
  new EventSource("/changes").onmessage = (event) => heard(Number(event.data));
  setInterval(() => { if (document.visibilityState === "visible") refresh(); }, 30000);
})();
