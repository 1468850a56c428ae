/**
 * The one of `candidates` that `word` is most likely a slip of, if any is near: at most a third of its letters are
 * wrong.
 */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = editsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (steps >= least) continue;
    least = steps;
    best = candidate;
  }
  return best;
}

/** How many letters must be added, dropped, changed or swapped with the next one. */
function editsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      line.push(Math.min(changed, swapped, at(last, column) + 1, at(line, column - 1) + 1));
    }
    beforeLast = last;
    last = line;
  }
  return at(last, b.length);
}

const at = (line: readonly number[], column: number): number =>
  line[column] ?? Number.POSITIVE_INFINITY;
