import { checked } from '../contract/faults.ts';
import type { Shape } from '../contract/shapes.ts';
import { InvariantViolation } from './invariant.ts';

/** @throws InvariantViolation for what no version of ours wrote. */
export function storedAs<Value>(shape: Shape<Value>, value: unknown, what: string): Value {
  const result = checked(shape, value);
  if ('value' in result) return result.value;
  const { path, detail } = result.fault;
  throw new InvariantViolation(
    `${what} is stored as it was checked: /${path.join('/')}: ${detail}`,
  );
}
