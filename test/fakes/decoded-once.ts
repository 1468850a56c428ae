/**
 * A decoder that keeps what it made of each thing it was given, for as long as that is kept itself: a fake is read far
 * more often than it is written. What is read is read-only, so that readers may share it.
 */
export function decodedOnce<Kept extends object, Value>(
  decode: (kept: Kept) => Value,
): (kept: Kept) => Value {
  const known = new WeakMap<Kept, { readonly value: Value }>();
  return (kept) => {
    const before = known.get(kept);
    if (before !== undefined) return before.value;
    const value = decode(kept);
    known.set(kept, { value });
    return value;
  };
}
