// Links to the files that were written, each with a blob behind it.

const TYPES = {
  age: "application/octet-stream",
  csv: "text/csv",
  json: "application/json",
  md: "text/markdown",
  parquet: "application/vnd.apache.parquet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};

function render({ model, el }) {
  const list = document.createElement("ul");
  list.className = "tk-downloads";
  list.setAttribute("aria-label", "Download");
  let addresses = [];

  const clear = () => {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    addresses = [];
    list.replaceChildren();
  };

  function offer(name, place) {
    const type = TYPES[name.split(".").pop()];
    const address = URL.createObjectURL(new Blob([model.get("contents")[place]], { type }));
    addresses.push(address);
    const link = document.createElement("a");
    link.className = "tk-link";
    link.href = address;
    link.download = name;
    link.textContent = place ? name : `Download all as ${name}`;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }

  const show = () => {
    clear();
    model.get("names").forEach(offer);
  };
  el.replaceChildren(list);
  show();
  model.on("change:contents", show);
  return () => {
    model.off("change:contents", show);
    clear();
  };
}

export default { render };
