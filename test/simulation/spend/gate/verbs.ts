import { captureGate, releaseGate } from '../../../../core/gate/capture.ts';
import { askGate } from '../../../../core/gate/decide.ts';

/** What is asked of a gate: a planted bug asks otherwise. */
export interface GateVerbs {
  readonly ask: typeof askGate;
  readonly capture: typeof captureGate;
  readonly release: typeof releaseGate;
}

export const gateVerbs: GateVerbs = { ask: askGate, capture: captureGate, release: releaseGate };
