/** What a shape parsed, where an optional field that is left out is not there rather than undefined. */
export type Defined<Value extends object> = {
  [Name in keyof Value]: Exclude<Value[Name], undefined>;
};

/** A copy without the fields that are undefined. */
export const definedOnly = <Value extends object>(value: Value): Defined<Value> =>
  Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as Defined<Value>;
