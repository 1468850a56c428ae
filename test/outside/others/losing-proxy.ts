import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Hands requests on to `target`, and loses the answers to some: what was asked is done, and who asked never hears.
 * Every third request with a body is such a one.
 */
export async function losingProxy(target: string) {
  const { hostname, port } = new URL(target);
  let [posts, lost] = [0, 0];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    if (method === 'POST') posts += 1;
    const isLost = method === 'POST' && posts % 3 === 1;
    const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
      if (!isLost) {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        return;
      }
      lost += 1;
      answer.resume().once('end', () => request.socket.destroy());
    });
    onward.once('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    lost: () => lost,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
