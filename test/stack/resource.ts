/** One resource of a synthesized template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The environment variable that says where the resources of the stack are, once they are synthesized. */
export const RESOURCES_FILE = 'STACK_RESOURCES_FILE';
