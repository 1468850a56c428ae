import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayAnswer } from '../../local/http/response.ts';
import { type HttpServer, startServer } from '../../local/http/server.ts';

let server: HttpServer;
beforeEach(async () => {
  const patience = { headersMs: 300, requestMs: 600, lookMs: 50 };
  server = await startServer(0, () => undefined, patience);
  server.serve(async (request) => {
    await request.toArray();
    return gatewayAnswer(200, 'OK');
  });
});
afterEach(async () => {
  await server.close(0);
});

/** Sends a text and nothing more; resolves with what came when the connection is closed. */
const sendingOnly = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    let came = '';
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      came += data;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(came);
    });
    socket.write(text);
  });

describe('the runtime’s port', () => {
  it('closes the connection of whoever does not come to the end of the headers', async () => {
    expect(await sendingOnly('POST /v1/events HTTP/1.1\r\nHost: lo')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('closes the connection of whoever does not come to the end of the body', async () => {
    const head = 'POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n';

    expect(await sendingOnly(`${head}{"some`)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers others meanwhile', async () => {
    const slow = sendingOnly('POST /v1/events HTTP/1.1\r\nHost: lo');

    const { status } = await fetch(server.origin);

    expect(status).toBe(200);
    await slow;
  });
});
