import type { SqsEngine } from './engines/fauxqs.ts';
import type { Stack } from './stack.ts';
import { isObject, parseJson } from './template/json.ts';

/** How many messages are in queues that others put their dead letters into, hidden ones included. */
export async function deadLettersIn(
  { queues }: Stack,
  sqs: Pick<SqsEngine, 'backlog'>,
): Promise<number> {
  const targets = new Set(
    queues.map(({ attributes: { RedrivePolicy } }) => {
      const policy = RedrivePolicy === undefined ? undefined : parseJson(RedrivePolicy);
      return isObject(policy) ? policy['deadLetterTargetArn'] : undefined;
    }),
  );
  const backlog = await sqs.backlog();
  return queues
    .filter(({ arn }) => targets.has(arn))
    .map(({ name }) => backlog.get(name))
    .reduce((sum, one) => sum + (one === undefined ? 0 : one.visible + one.inFlight), 0);
}
