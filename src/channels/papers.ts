// Papers of a case in a message: what an officer is given is a path of ours behind the file's name. In the web chat that is
// a link as it is; elsewhere it becomes one where the pages can be reached, and must not be shown where they cannot. Pure.

const PATH = /\/papers\/[\da-f-]{36}\?[\w=&%.+-]+/i;

export interface LinkedPaper {
  /** The file as its line names it. */
  readonly label: string;
  readonly path: string;
}

/** The text without the paths, and the papers they lead to, in order. */
export function papersIn(text: string): { readonly text: string; readonly papers: readonly LinkedPaper[] } {
  const papers: LinkedPaper[] = [];
  const lines = text.split("\n").map((line) => {
    const path = PATH.exec(line)?.[0];
    if (path === undefined) return line;
    const label = line.replace(path, "").trim();
    papers.push({ label, path });
    return label;
  });
  return papers.length === 0 ? { text, papers } : { text: lines.join("\n"), papers };
}
