/** `1234567` as `1,234,567`; also of decimals: `-1234.5` as `-1,234.5`. */
export function grouped(value: string | number): string {
  const [whole = '', fraction] = String(value).split('.');
  const head = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? head : `${head}.${fraction}`;
}

/** Bytes in the unit a person would use. */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.min(
    units.length - 1,
    bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3 + 1e-9),
  );
  return unit === 0 ? `${bytes} B` : `${(bytes / 1000 ** unit).toFixed(1)} ${units[unit]}`;
}

/** Milliseconds as `0.4 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 event`, `2 events`. */
export const counted = (count: number, noun: string): string =>
  `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
