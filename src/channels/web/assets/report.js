// A report opened at a quoted sentence shows that sentence, wherever the link came from.
if (location.hash === "") document.getElementById("quote")?.scrollIntoView({ block: "center" });
