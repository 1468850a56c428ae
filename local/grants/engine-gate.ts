import type { Json } from '../template/json.ts';
import { type Callers, type Gate, gateFor } from './gate.ts';
import type { Place } from './needs.ts';
import type { Need } from './rules.ts';

/** Who may ask an engine, and what: known once the engine's address is, so it is told after it has started. */
export interface EngineGate {
  /** From now on these may ask, too. */
  set(callers: Json): void;
  knows(accessKeyId: string): boolean;
  /** Whether a key is that of the run, which may do all. */
  mayAll(accessKeyId: string): boolean;
  /** Why a function is refused what a call needs; undefined where it is not. */
  refusal(accessKeyId: string, needs: (place: Place) => readonly Need[]): string | undefined;
}

/** A gate that knows one key, which may do all. */
export function engineGate(ownKeyId: string): EngineGate {
  let gate: Gate | undefined;
  const mayAll = (accessKeyId: string): boolean => accessKeyId === ownKeyId;
  return {
    set: (callers) => {
      gate = gateFor(callers as unknown as Callers, (line) => process.stdout.write(`${line}\n`));
    },
    mayAll,
    knows: (accessKeyId) => mayAll(accessKeyId) || gate?.knows(accessKeyId) === true,
    refusal: (accessKeyId, needs) =>
      gate === undefined || mayAll(accessKeyId)
        ? undefined
        : gate.refusal(accessKeyId, needs(gate.place)),
  };
}
