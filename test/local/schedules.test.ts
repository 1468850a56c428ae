import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';
import { type Outside, outsideOf } from './support.ts';

let runtime: Runtime;
let outside: Outside;
beforeAll(async () => {
  runtime = await startRuntime({ cloudAssembly: synthesizedFixture() });
  outside = outsideOf(runtime);
}, 60_000);
afterAll(async () => {
  await runtime.close();
});

const moveTo = async (time: string): Promise<void> => {
  runtime.setClock(Date.parse(time));
  await runtime.idle();
};
const events = async (): Promise<unknown[]> =>
  (await outside.kept('Scheduled')).map(({ event }) => JSON.parse(event ?? '') as unknown);

describe('a schedule', () => {
  it('fires once for a jump of the clock, for the latest time that it went over', async () => {
    await moveTo('2027-01-15T00:00:00Z');
    const before = (await events()).length;

    await moveTo('2027-04-15T00:00:00Z');
    await moveTo('2027-04-20T00:00:00Z');

    expect((await events()).slice(before)).toHaveLength(1);
    expect(await events()).toContainEqual({ why: 'month', at: '2027-04-01T00:00:00Z' });
  });

  it('fires when the clock runs into it', async () => {
    await moveTo('2027-05-31T23:59:59.500Z');

    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await runtime.idle();

    expect(await events()).toContainEqual({ why: 'month', at: '2027-06-01T00:00:00Z' });
  });

  it('fires again what the clock went back over', async () => {
    const before = (await events()).length;

    await moveTo('2027-05-15T00:00:00Z');
    const afterGoingBack = (await events()).length;
    await moveTo('2027-06-02T00:00:00Z');

    expect([afterGoingBack, (await events()).length]).toEqual([before, before + 1]);
  });

  it('does not fire for what a quiet move goes over, and fires for what comes after', async () => {
    const before = (await events()).length;
    const { url, secret } = runtime;
    const response = await fetch(`${url}/v1/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'local-secret': secret },
      body: JSON.stringify({ now: '2027-09-15T00:00:00Z', quietly: true }),
    });
    await runtime.idle();
    const afterQuietMove = (await events()).length;
    await moveTo('2027-10-02T00:00:00Z');

    expect([response.status, afterQuietMove]).toEqual([200, before]);
    const all = await events();
    expect(all).toHaveLength(before + 1);
    expect(all).toContainEqual({ why: 'month', at: '2027-10-01T00:00:00Z' });
  });

  it('sends to a queue', async () => {
    await outside.receive('RemindersUrl');
    await moveTo('2027-12-31T12:00:01Z');

    expect((await outside.receive('RemindersUrl')).map(({ Body }) => Body)).toEqual([
      'a year is over',
    ]);
  });

  it('has its failed event tried again, and then sent where the function says', async () => {
    await moveTo('2028-02-02T00:00:00Z');
    await moveTo('2028-03-01T00:00:00Z');

    const leaps = (await events()).filter((event) => JSON.stringify(event).includes('leap'));
    const origin = runtime.environment['AWS_ENDPOINT_URL_SQS'] ?? '';
    const { Messages } = await outside.call('sqs', 'ReceiveMessage', {
      QueueUrl: `${origin}/000000000000/scheduled-failed`,
    });
    const [message] = Messages as unknown as [{ Body: string }];

    expect(leaps).toHaveLength(2);
    expect(JSON.parse(message.Body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { why: 'leap' },
      responsePayload: { errorMessage: 'failed on purpose' },
    });
  });
});
