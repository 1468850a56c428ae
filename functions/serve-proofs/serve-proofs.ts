import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import type { Plans } from '../../core/catalog/ports.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { tileAt } from '../../core/tlog/tiles.ts';
import type { LogId, LogSigner } from '../../core/transparency/ports.ts';
import {
  consistencyProof,
  invoiceProof,
  knownLog,
  logKey,
  type ProofPorts,
} from '../../core/transparency/prove.ts';
import { type HttpAnswer, textAnswer } from '../middleware/http.ts';
import { binaryAnswer } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

interface ServeProofsPorts extends ProofPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly plans: Pick<Plans, 'get'>;
  readonly signer: LogSigner;
  /** What the names of logs begin with; undefined where none are kept. */
  readonly host: string | undefined;
}

const anyPage = { 'access-control-allow-origin': '*' } as const;
/** A checkpoint that is some seconds old proves as much. */
const forAMoment = { 'cache-control': 'public, max-age=10', ...anyPage } as const;
const forEver = { 'cache-control': 'public, max-age=31536000, immutable', ...anyPage } as const;
const TEXT = 'text/plain; charset=utf-8';

const withHeaders = (answer: HttpAnswer, headers: HttpAnswer['headers']): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** Answers proofs to who has a key, and logs to everybody. */
export function serveProofs(ports: ServeProofsPorts): RouteHandlers['ServeProofs'] {
  const tile = async (id: LogId, parts: readonly string[]): Promise<HttpAnswer> => {
    const path = ['tile', ...parts].join('/');
    const bytes = tileAt(path) === undefined ? undefined : await ports.tiles.get(id, path);
    if (bytes !== undefined)
      return binaryAnswer({ 'content-type': 'application/octet-stream', ...forEver }, bytes);
    throw new Rejection(
      'log.not-found',
      `ask for a tile of C2SP tlog-tiles that the present checkpoint has, got ${path}`,
    );
  };
  return {
    'GET /v1/invoices/{id}/proof': async ({ caller: { tenant }, params: { id } }) => {
      if (ports.host === undefined) throw noLogs();
      return textAnswer(TEXT, await invoiceProof(ports, tenant, id));
    },

    'GET /v1/logs/{tenant}/{year}/checkpoint': async ({ params }) =>
      withHeaders(textAnswer(TEXT, (await knownLog(ports, idOf(params))).note), forAMoment),

    'GET /v1/logs/{tenant}/{year}/key': async ({ params }) => {
      if (ports.host === undefined) throw noLogs();
      const text = `${await logKey({ ...ports, host: ports.host }, idOf(params))}\n`;
      return withHeaders(textAnswer(TEXT, text), forAMoment);
    },

    'GET /v1/logs/{tenant}/{year}/consistency': async ({ params, query }) => {
      const { from, to, hashes } = await consistencyProof(ports, idOf(params), {
        ...{ from: query.from, to: query.to },
      });
      const body = { from, to, hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')) };
      return { status: 200, headers: forAMoment, body };
    },

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}': ({ params }) =>
      tile(idOf(params), [params.level, params.first]),

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}': ({ params }) =>
      tile(idOf(params), [params.level, params.first, params.second]),

    'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}': ({ params }) =>
      tile(idOf(params), [params.level, params.first, params.second, params.third]),
  };
}

const idOf = ({ tenant, year }: { readonly tenant: string; readonly year: string }): LogId => ({
  tenant,
  year: Number(year),
});

const noLogs = (): Rejection =>
  new Rejection(
    'log.not-found',
    'set farthing:logHost: without a name for logs this deployment keeps none',
  );
