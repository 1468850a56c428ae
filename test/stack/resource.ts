/** One resource of a synthesized template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

/** What the tests read of a synthesized template. */
export interface SynthesizedTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** The environment variable that says where the template of the stack is, once it is synthesized. */
export const TEMPLATE_FILE = 'STACK_TEMPLATE_FILE';

/** A policy of one witness, and the key of a log of others. */
export const aPolicy =
  'witness w1 witness.example/w1+24b5d9fe+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY https://witness.example\nquorum w1';
export const aLogKey = 'log.example/2026+0de90974+AW56HN0psLeP0Tr0xVmP7/TvKpcWbjym8uT7/M2AUFvx';

/** What the stack with both fronts has set besides: all that makes more of a stack. */
export const besides = {
  'farthing:eventsSilenceMinutes': 60,
  'farthing:logHost': 'billing.example.com',
  'farthing:logPolicy': aPolicy,
  'farthing:witnessedLogs': aLogKey,
} as const;

/** The same of the stack with both fronts. */
export const BOTH_FRONTS_FILE = 'STACK_BOTH_FRONTS_FILE';
