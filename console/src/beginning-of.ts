/** A day or a month is its beginning in UTC, as at the terminal; what is neither is for the interface to read. */
export function beginningOf(text: string): string {
  const time = text.trim();
  if (/^\d{4}-\d{2}$/.test(time)) return `${time}-01T00:00:00Z`;
  return /^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T00:00:00Z` : time;
}
