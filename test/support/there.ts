/** What must be there: a test that goes on without it would show nothing. */
export function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('what the test asks for is not there');
  return value;
}
