import { invariant } from '../../core/kernel/invariant.ts';

/** What CloudFormation asks of a custom resource, and where its answer goes. */
export interface StackRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  /** An address that is signed, and good for one answer. */
  readonly answerTo: string;
  /** What an answer repeats. */
  readonly about: Readonly<Record<string, string>>;
}

const types = ['Create', 'Update', 'Delete'] as const;
const repeated = ['StackId', 'RequestId', 'LogicalResourceId'] as const;

/** Throws for what is no request of CloudFormation: then there is nobody to answer. */
export function stackRequestFrom(event: unknown): StackRequest {
  const type = types.find((one) => one === textAt(event, 'RequestType'));
  invariant(type !== undefined, `only CloudFormation asks for this: ${types.join(', ')}`);
  return {
    type,
    answerTo: textAt(event, 'ResponseURL'),
    about: Object.fromEntries(repeated.map((name) => [name, textAt(event, name)])),
  };
}

function textAt(event: unknown, name: string): string {
  const value =
    typeof event === 'object' && event !== null
      ? (event as Readonly<Record<string, unknown>>)[name]
      : undefined;
  invariant(typeof value === 'string', `CloudFormation says ${name}, got none`);
  return value;
}

/** Of a longer answer than 4 KB CloudFormation takes nothing. */
const reasonMax = 1_000;

/**
 * What CloudFormation is answered; `failure` is undefined where all went well. The id is the same each time: for
 * another, it has what was made under the one before deleted.
 */
export const stackAnswerOf = (
  { about }: StackRequest,
  { id, failure }: { readonly id: string; readonly failure: string | undefined },
): string =>
  JSON.stringify({
    ...about,
    PhysicalResourceId: id,
    ...(failure === undefined
      ? { Status: 'SUCCESS' }
      : { Status: 'FAILED', Reason: failure.slice(0, reasonMax) }),
  });
