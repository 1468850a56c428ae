import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeMarketplace, FakeRefusal } from './fake-marketplace.ts';

/** By the operation that the SDK names, the answer of the stand-in. */
const operations: Readonly<Record<string, (fake: FakeMarketplace, asked: never) => object>> = {
  'AWSMPMeteringService.BatchMeterUsage': (fake, asked) => fake.batchMeterUsage(asked),
  'AWSMPMeteringService.ResolveCustomer': (fake, asked) => fake.resolveCustomer(asked),
  'AWSMPEntitlementService.GetEntitlements': (fake, asked) => fake.getEntitlements(asked),
};

/** What the next call comes to, once it has had its effect: no answer at all, or an error of AWS's own. */
type Failing = 'hangs up' | 'fails';

/** The stand-in for AWS Marketplace, over HTTP on this machine, by AWS's JSON protocol. */
export async function startMarketplace(fake: FakeMarketplace) {
  const failing: Failing[] = [];
  /** Calls, as the SDK made them. */
  const asked: { readonly target: string; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const target = String(request.headers['x-amz-target']);
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      asked.push({ target, body });
      const { status, answer } = answered(fake, target, body);
      const failure = failing.shift();
      if (failure === 'hangs up') {
        request.socket.destroy();
        return;
      }
      const isFailed = failure === 'fails';
      response.writeHead(isFailed ? 500 : status, { 'content-type': 'application/x-amz-json-1.1' });
      const failed = { __type: 'InternalServiceErrorException', message: 'An internal error.' };
      response.end(JSON.stringify(isFailed ? failed : answer));
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, failing, asked },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answered(
  fake: FakeMarketplace,
  target: string,
  body: unknown,
): { readonly status: number; readonly answer: object } {
  try {
    const operation = operations[target];
    if (operation === undefined) throw new FakeRefusal('UnknownOperationException', target);
    return { status: 200, answer: operation(fake, body as never) };
  } catch (error) {
    if (!(error instanceof FakeRefusal)) throw error;
    return { status: error.status, answer: { __type: error.name, message: error.message } };
  }
}
