/** A day or a month, as `usage` takes them, is its beginning in UTC; what is neither is for the interface to read. */
export function beginningOf(time: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(time)) return `${time}T00:00:00Z`;
  return /^\d{4}-\d{2}$/.test(time) ? `${time}-01T00:00:00Z` : time;
}
