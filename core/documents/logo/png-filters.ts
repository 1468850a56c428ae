/** A row of bytes, each said by what stands left of it, above it, or both: PNG calls that a filter. */
type Predict = (left: number, above: number, aboveLeft: number) => number;

/** By their numbers. */
const filters: readonly Predict[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

function paeth(left: number, above: number, aboveLeft: number): number {
  const guess = left + above - aboveLeft;
  const toLeft = Math.abs(guess - left);
  const toAbove = Math.abs(guess - above);
  const toBoth = Math.abs(guess - aboveLeft);
  if (toLeft <= toAbove && toLeft <= toBoth) return left;
  return toAbove <= toBoth ? above : aboveLeft;
}

/** How long rows are, in bytes, and from which byte before a byte is said. */
interface Rows {
  readonly length: number;
  readonly step: number;
}

/** Rows with zeros above and left of them: nothing need ask where it is. */
interface Padded extends Rows {
  readonly bytes: Uint8Array;
  readonly stride: number;
}

const padded = (count: number, { length, step }: Rows): Padded => {
  const stride = step + length;
  return { length, step, stride, bytes: new Uint8Array((count + 1) * stride) };
};

const startOf = ({ stride, step }: Padded, row: number): number => (row + 1) * stride + step;

const predicted = ({ bytes, stride, step }: Padded, at: number, predict: Predict): number =>
  predict(bytes[at - step] ?? 0, bytes[at - stride] ?? 0, bytes[at - stride - step] ?? 0);

/**
 * Rows as they were before a filter. Each has a byte in front that names it. Undefined where one names none. As many
 * rows as there are bytes for.
 */
export function unfiltered(bytes: Uint8Array, rows: Rows): Uint8Array | undefined {
  const { length } = rows;
  const count = bytes.length / (length + 1);
  const all = padded(count, rows);
  const out = new Uint8Array(count * length);
  for (let row = 0; row < count; row += 1) {
    const from = row * (length + 1);
    const predict = filters[bytes[from] ?? 0];
    if (predict === undefined) return undefined;
    const start = startOf(all, row);
    for (let index = 0; index < length; index += 1) {
      const at = start + index;
      all.bytes[at] = (bytes[from + 1 + index] ?? 0) + predicted(all, at, predict);
    }
    out.set(all.bytes.subarray(start, start + length), row * length);
  }
  return out;
}

/** Rows with the filter in front of each that leaves the least: what is like its neighbour packs small. */
export function filtered(bytes: Uint8Array, rows: Rows): Uint8Array {
  const { length } = rows;
  const count = bytes.length / length;
  const all = padded(count, rows);
  const out = new Uint8Array(count * (length + 1));
  for (let row = 0; row < count; row += 1) {
    all.bytes.set(bytes.subarray(row * length, (row + 1) * length), startOf(all, row));
    const tried = filters.map((predict) => applied(all, row, predict));
    const weights = tried.map(weightOf);
    const number = weights.indexOf(Math.min(...weights));
    out[row * (length + 1)] = number;
    out.set(tried[number] ?? [], row * (length + 1) + 1);
  }
  return out;
}

function applied(all: Padded, row: number, predict: Predict): Uint8Array {
  const start = startOf(all, row);
  const out = new Uint8Array(all.length);
  for (let index = 0; index < all.length; index += 1) {
    out[index] = (all.bytes[start + index] ?? 0) - predicted(all, start + index, predict);
  }
  return out;
}

/** How far its bytes are from zero. */
function weightOf(bytes: Uint8Array): number {
  let weight = 0;
  for (const byte of bytes) weight += byte < 128 ? byte : 256 - byte;
  return weight;
}
