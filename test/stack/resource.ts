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

/** What the stack with both fronts has set besides: all that makes more of a stack. */
export const besides = {
  'farthing:eventsSilenceMinutes': 60,
  'farthing:logHost': 'billing.example.com',
} as const;

/** The same of the stack with both fronts. */
export const BOTH_FRONTS_FILE = 'STACK_BOTH_FRONTS_FILE';
