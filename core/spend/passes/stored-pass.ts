import { storedAs } from '../../catalog/stored-catalog.ts';
import { keptPass } from '../../contract/passes/shapes.ts';
import type { PassRecord } from './ports.ts';

/** Throws `InvariantViolation` for what no version of ours wrote. */
export const storedPass = (value: unknown): PassRecord['body'] =>
  storedAs(keptPass, value, 'a pass');
