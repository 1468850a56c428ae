import { origins } from './origins.ts';
import { flag, type Group, oneOf, type SettingsOf, wholeNumber } from './setting.ts';

/** What takes requests, and how much it lets through. */
export const http = {
  front: {
    key: 'farthing:front',
    kind: oneOf(['http-api', 'web-function', 'both']),
    does: 'What takes requests: an HTTP API before the functions, one server that shares the sends of events, or both at addresses of their own',
  },
  requestRateMax: {
    key: 'farthing:requestRateMax',
    kind: wholeNumber(1, 100_000, 2_000),
    does: 'Requests per second that the HTTP interface lets through; above, it answers 429. A web function takes whole hundreds up to 1000, and whole thousands up to 10000',
  },
  requestBurstMax: {
    key: 'farthing:requestBurstMax',
    kind: wholeNumber(1, 100_000, 1_000),
    does: 'Requests at once that the HTTP API lets through',
  },
  tenantRateMax: {
    key: 'farthing:tenantRateMax',
    kind: wholeNumber(1, 100_000, 300),
    does: 'Tokens per second that a tenant has behind the HTTP API, over all functions: a request takes one, and one more for each 24 KB that it sends; above, it is answered 429',
  },
  frontTenantRateMax: {
    key: 'farthing:frontTenantRateMax',
    kind: wholeNumber(1, 100_000, 1_600),
    does: 'The same in each process of a web function, where a token is for 6 KB. Requests wait for their tokens for a moment before any is refused',
  },
  keyRatePercent: {
    key: 'farthing:keyRatePercent',
    kind: wholeNumber(1, 100, 100),
    does: 'Of what a tenant has, how much one of its keys may take',
  },
  corsOrigins: {
    key: 'farthing:corsOrigins',
    kind: origins,
    does: 'Origins whose web pages may read answers. A page that has a key of a tenant gives it to everybody who opens it: see docs/browsers.md first',
  },
  console: {
    key: 'farthing:console',
    kind: flag(true),
    does: 'Whether there are the console and the reference, at an address of CloudFront that has the interface, too',
  },
} satisfies Group;

export type HttpSettings = SettingsOf<typeof http>;
