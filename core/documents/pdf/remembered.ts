/** A pure function of a text that remembers what it made; of more than `max` texts it forgets all, and begins again. */
export function remembered<Value>(
  max: number,
  make: (text: string) => Value,
): (text: string) => Value {
  const made = new Map<string, Value>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    if (made.size >= max) made.clear();
    const value = make(text);
    made.set(text, value);
    return value;
  };
}
