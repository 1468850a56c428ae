import { type KeptOtlpMappings, keptOtlpMappings } from '../contract/otlp/shapes.ts';
import { storedAs } from '../kernel/stored-as.ts';

/** Throws `InvariantViolation` for what no version of ours wrote. */
export const storedOtlpMappings = (value: unknown): KeptOtlpMappings =>
  storedAs(keptOtlpMappings, value, 'mappings of OTLP');
