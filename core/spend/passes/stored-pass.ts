import { keptPass } from '../../contract/passes/shapes.ts';
import { storedAs } from '../../kernel/stored-as.ts';
import type { PassRecord } from './ports.ts';

/** Throws `InvariantViolation` for what no version of ours wrote. */
export const storedPass = (value: unknown): PassRecord['body'] =>
  storedAs(keptPass, value, 'a pass');
