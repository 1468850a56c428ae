import { logError } from '../middleware/log.ts';
import { type StackRequest, stackAnswerOf, stackRequestFrom } from './stack-request.ts';

const attemptsMax = 3;

export interface AnswerStackPorts {
  /** What the resource is called: the same for ever. */
  readonly id: string;
  /** Puts an answer to an address; its status. */
  put(address: string, answer: string): Promise<number>;
}

/**
 * Has `work` do what CloudFormation asks, and answers how that went: a deploy waits for the answer, so it is sent
 * whatever happens. Throws where it cannot be.
 */
export const answerStack =
  ({ id, put }: AnswerStackPorts, work: (request: StackRequest) => Promise<void>) =>
  async (event: unknown): Promise<void> => {
    const request = stackRequestFrom(event);
    const failure = await failureOf(work(request));
    const answer = stackAnswerOf(request, { id, failure });
    for (let attempt = 1; ; attempt += 1) {
      const status = await put(request.answerTo, answer).catch(statusOfNone);
      if (status >= 200 && status < 300) return;
      if (attempt === attemptsMax) throw new Error(`the stack takes no answer, got ${status}`);
    }
  };

/** Where nobody answers. */
function statusOfNone(reason: unknown): number {
  logError('no answer reached the stack', reason);
  return 0;
}

async function failureOf(work: Promise<void>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    logError('pages were not kept', error);
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
