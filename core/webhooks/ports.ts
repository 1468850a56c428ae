import type { testKind, WebhookKind } from '../contract/webhooks/kinds.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** Where an endpoint goes on: the next document of the books, and the next finding. */
export interface Place {
  readonly books: { readonly seq: number; readonly index: number };
  /** From 1. */
  readonly findings: number;
}

/** What signs, until it ends; of an endpoint, the newest is first and has no end. */
export interface Secret {
  /** `whsec_` and base64. */
  readonly text: string;
  readonly until: Timestamp | undefined;
}

/** Where events of a tenant are sent to. */
export interface Endpoint {
  readonly tenant: string;
  readonly key: string;
  readonly url: string;
  readonly events: readonly WebhookKind[];
  readonly enabled: boolean;
  readonly secrets: readonly Secret[];
  readonly createdAt: Timestamp;
  /** Where it began: what was before is not sent to it. */
  readonly start: Place;
  /** From 1. */
  readonly revision: number;
}

/** The event that an endpoint does not take. */
export interface Failure {
  readonly event: string;
  readonly since: Timestamp;
  readonly attempts: number;
  readonly reason: string;
  /** Undefined where it is parked: no more attempts are made by themselves. */
  readonly retryAt: Timestamp | undefined;
}

/** A block of the books that an endpoint has got to, by which they are known again. */
export interface PassedBlock {
  readonly seq: number;
  readonly digest: string;
}

/** How far an endpoint is. It is put after what it says, so that what is lost with it is sent once more. */
export interface Position {
  readonly tenant: string;
  readonly key: string;
  readonly next: Place;
  readonly at: Timestamp;
  readonly failure: Failure | undefined;
  /** The furthest block of the books that it has got to; undefined where it has not looked at any yet. */
  readonly seen: PassedBlock | undefined;
  /** From where on it was sent anew, after each restore of the books: events from there on have other ids. */
  readonly anew: readonly Place['books'][];
  /** From 1. */
  readonly revision: number;
}

/** One attempt. */
export interface Delivery {
  /** By time: deliveries of an endpoint are in the order of their ids. */
  readonly id: string;
  readonly at: Timestamp;
  readonly event: string;
  readonly type: WebhookKind | typeof testKind;
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed';
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly milliseconds: number;
}

/** What was found to have happened where no log says it: an entry of a log of its own. */
export interface Finding {
  /** From 1, without a gap. */
  readonly seq: number;
  readonly at: Timestamp;
  readonly type: WebhookKind;
  readonly data: JsonObject;
  /** What looking for it is to know of it next time. */
  readonly known: Partial<Pick<Looks, 'months' | 'quarantine'>>;
}

/** The findings of a tenant, folded, and what was there at the last look. */
export interface Looks {
  readonly tenant: string;
  /** The last finding that it has; 0 where there is none. */
  readonly seq: number;
  readonly at: Timestamp;
  /** Months that were told of, and when the last payer of them was closed. */
  readonly months: Readonly<Record<Month, Timestamp>>;
  /** The newest open entry that was told of, and whether any was open. */
  readonly quarantine: { readonly latest: Timestamp; readonly isOpen: boolean };
  /** From 1; 0 where it was never put. */
  readonly revision: number;
}

interface ListPosition {
  /** The delivery before the first; undefined from the latest on. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** Endpoints, how far they are, and what was sent to them. */
export interface Webhooks {
  get(tenant: string, key: string): Promise<Endpoint | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(endpoint: Endpoint): Promise<PutOutcome>;
  /** All of a tenant's, by key. */
  list(tenant: string): Promise<readonly Endpoint[]>;
  /** Of all tenants, page by page. */
  everyEndpoint(): AsyncIterable<readonly Endpoint[]>;
  position(tenant: string, key: string): Promise<Position | undefined>;
  /** As of `put`. */
  putPosition(position: Position): Promise<PutOutcome>;
  /** Notes an attempt, which is forgotten after 14 days. */
  note(tenant: string, key: string, delivery: Delivery): Promise<void>;
  /** The latest first. */
  deliveries(
    tenant: string,
    key: string,
    page: ListPosition,
  ): Promise<{ readonly deliveries: readonly Delivery[]; readonly more: boolean }>;
  /** Findings from a number on, in order; they are forgotten after 90 days. */
  findings(tenant: string, first: number): AsyncIterable<Finding>;
  /** Puts a finding where there is none of its number. */
  append(tenant: string, finding: Finding): Promise<PutOutcome>;
  looks(tenant: string): Promise<Looks | undefined>;
  /** As of `put`. */
  putLooks(looks: Looks): Promise<PutOutcome>;
}

/** What a call came to. */
export type Answered =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** The one way to call an address that a tenant has given. */
export interface Outbound {
  /** Why an address is never called, as an instruction; undefined where it may be. */
  refusal(url: string): string | undefined;
  /** Never rejects for what is at the other end, and takes ten seconds at most. */
  post(
    url: string,
    message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<Answered>;
}

/** As a line of the log says it. */
export interface WebhookNotice {
  readonly event: 'webhook.parked';
  readonly tenant: string;
  readonly webhook: string;
  readonly detail: string;
}
