import { keptPayee, type ShareBody, shareBody } from '../contract/shares/shapes.ts';
import { storedAs } from '../kernel/stored-as.ts';
import type { PayeeRecord } from './ports.ts';

/** Throws `InvariantViolation`, as both do, for what no version of ours wrote. */
export const storedPayee = (value: unknown): PayeeRecord['body'] =>
  storedAs(keptPayee, value, 'a payee');

export const storedShareBody = (value: unknown): ShareBody => storedAs(shareBody, value, 'a share');
