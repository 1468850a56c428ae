import { routes } from './routes.ts';

/** What pages of other origins may ask with, and what they see of an answer beside its status and body. */
export const crossOrigin = {
  methods: [...new Set(routes.map(({ method }) => method))],
  requestHeaders: [
    'accept',
    'authorization',
    'ce-id',
    'ce-source',
    'ce-specversion',
    'ce-subject',
    'ce-time',
    'ce-type',
    'content-encoding',
    'content-type',
    'farthing-actor',
    'idempotency-key',
    'if-none-match',
  ],
  answerHeaders: [
    'allow',
    'content-disposition',
    'etag',
    'farthing-partial',
    'farthing-unreadable',
    'link',
    'next-cursor',
    'ratelimit',
    'ratelimit-policy',
    'repr-digest',
    'retry-after',
  ],
  /** How long a browser need not ask again whether it may. */
  maxAgeSeconds: 3_600,
} as const;
