import type { IncomingMessage } from 'node:http';
import type { EngineCaller } from '../engines/aws-json.ts';
import { splitUrl } from '../http/event.ts';
import { gatewayAnswer, type HttpAnswer } from '../http/response.ts';
import { makeCustomResource } from '../lambda/custom-resources.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Stack } from '../stack.ts';
import type { CustomResourceDefinition } from '../template/custom-resources.ts';
import type { BehaviorDefinition } from '../template/distribution.ts';
import { type BucketOrigin, bucketOrigin } from './bucket-origin.ts';
import { type Compress, compressing } from './compressed.ts';
import { type AtRequest, edgeFunction } from './edge-function.ts';

/** CloudFront, as far as it answers with objects of buckets. */
export interface Edge {
  /** Undefined: it would hand the request on to whatever answers requests. */
  answer(request: IncomingMessage): Promise<HttpAnswer | undefined>;
}

export interface EdgeOptions {
  readonly functions: Functions;
  /** Origin of the engine that has the buckets, and as whom it is asked. */
  readonly engine: string;
  readonly caller: EngineCaller;
  readonly onLog: (line: string) => void;
}

/** Of a stack, its distribution, and what fills the buckets of that before the first object is asked for. */
type EdgeStack = Pick<Stack, 'distribution' | 'filling'>;

interface Behavior extends Omit<BehaviorDefinition, 'pattern' | 'atRequest'> {
  readonly pattern: RegExp;
  readonly atRequest: AtRequest | undefined;
}

interface Parts {
  readonly fill: () => Promise<void>;
  readonly origin: BucketOrigin;
  readonly compress: Compress;
}

/** The edge of a stack; undefined where it has none. Throws for a function of it that does not compile. */
export function edgeOf(
  { distribution, filling }: EdgeStack,
  options: EdgeOptions,
): Edge | undefined {
  if (distribution === undefined) return undefined;
  const behaviors = distribution.behaviors.map(
    ({ pattern, atRequest, ...behavior }): Behavior => ({
      ...behavior,
      pattern: patternOf(pattern),
      atRequest: atRequest === undefined ? undefined : edgeFunction(atRequest, distribution.id),
    }),
  );
  const parts: Parts = {
    fill: fillingOnce(filling, options),
    origin: bucketOrigin(options.engine, options.caller),
    compress: compressing(),
  };
  return {
    answer: async (request) => {
      const { rawPath } = splitUrl(request.url ?? '/');
      const behavior = behaviors.find(({ pattern }) => pattern.test(rawPath));
      if (behavior?.bucketName === undefined) return undefined;
      request.resume();
      const answer = await answerOf(
        request,
        { ...behavior, bucketName: behavior.bucketName },
        parts,
      );
      return withHeaders(answer, behavior);
    },
  };
}

/** Buckets are filled when they are first asked for, and again where that failed. */
function fillingOnce(
  filling: readonly CustomResourceDefinition[],
  options: EdgeOptions,
): () => Promise<void> {
  let filled: Promise<unknown> | undefined;
  return async () => {
    filled ??= Promise.all(filling.map((one) => makeCustomResource(one, options)));
    try {
      await filled;
    } catch (error) {
      filled = undefined;
      throw error;
    }
  };
}

async function answerOf(
  request: IncomingMessage,
  { bucketName, methods, atRequest, isCompressed }: Behavior & { readonly bucketName: string },
  { fill, origin, compress }: Parts,
): Promise<HttpAnswer> {
  const { headers } = request;
  if (!methods.includes(request.method ?? 'GET')) return gatewayAnswer(403, 'Forbidden');
  const path = (await atRequest?.(request)) ?? splitUrl(request.url ?? '/').rawPath;
  if (typeof path !== 'string') return path;
  await fill();
  const answer = await origin(bucketName, path, headers);
  const { range, 'accept-encoding': accepts } = headers;
  return isCompressed && range === undefined ? compress(answer, String(accepts ?? '')) : answer;
}

function withHeaders(answer: HttpAnswer, { headers }: Behavior): HttpAnswer {
  const all: Record<string, string | readonly string[]> = { ...answer.headers };
  for (const { name, value, overrides } of headers) {
    if (overrides || all[name] === undefined) all[name] = value;
  }
  return { ...answer, headers: all };
}

/** CloudFront takes a pattern with and without a slash before it. */
const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${(pattern === '*' || pattern.startsWith('/') ? pattern : `/${pattern}`)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
