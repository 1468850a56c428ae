// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Instant,
  MeterKey,
  Released,
} from './shared.ts';

export type GateAnswer = GateHeld | GateFree | GateRefused;

export interface GateCaptureRequest {
  /** What was held, where left out. */
  readonly quantity?: Decimal;
}

/** What was charged: at most what the payer was offered. */
export interface GateCaptured {
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** `net` and `tax`. */
  readonly amount: string;
  readonly currency: string;
  /** What was said when it was held. */
  readonly quoted: {
    /** In major units, to the nano. */
    readonly net: string;
    /** In major units, to the nano. */
    readonly tax: string;
    /** `net` and `tax`. */
    readonly amount: string;
  };
  /** What `GET /v1/receipts/{id}` has the receipt of. */
  readonly receiptId: string;
  /** A JWS, in its compact form; null where nothing signs. */
  readonly receipt: string | null;
  /** To be sent with the answer. A list is sent as several lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** Serve it. Nothing is captured. */
export interface GateFree {
  readonly outcome: 'free';
  /** To be sent with the answer. A list is sent as several lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** Serve it, then capture; release it if that fails. */
export interface GateHeld {
  readonly outcome: 'held';
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
  readonly payer: string;
  /**
   * `x402`, `mpp`: by a program; `consent`: by the page of a 402; `threshold`: without being asked;
   * `private-token`: by whoever has one.
   */
  readonly by: 'x402' | 'mpp' | 'consent' | 'threshold' | 'private-token';
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** `net` and `tax`. */
  readonly amount: string;
  readonly currency: string;
  /** What the payer can still spend. Null where nothing bounds it. */
  readonly left: string | null;
  /** Captured later, it is charged only if it still fits. */
  readonly endsAt: Instant;
  /** It was held before under the same offer: serve it, capture it, and do not release it. */
  readonly repeated: boolean;
  /** To be sent with the answer. A list is sent as several lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** The body: a problem document of RFC 9457. */
export interface GateProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** For people; there with each 402 of which a price is known. */
  readonly offer?: {
    /** The most that it costs, with tax. */
    readonly amount: string;
    readonly currency: string;
    /** Posted to the same address with a token, it pays. */
    readonly consent: string;
    readonly expiresAt: Instant;
  };
  readonly topUp?: string;
}

/** Answer this, or a page of one’s own with the same status and headers. */
export interface GateRefused {
  readonly outcome: 'refused';
  /** 402, 401, 409 or 503. */
  readonly status: number;
  /** To be sent with the answer. A list is sent as several lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly problem: GateProblem;
}

export interface GateRequest {
  /** What was asked for. */
  readonly resource: {
    /** Absolute, `http` or `https`, without a fragment: what an offer is for, to the letter. */
    readonly url: string;
    readonly description?: string;
    readonly mimeType?: string;
  };
  readonly meter: MeterKey;
  /** One where left out. */
  readonly quantity?: Decimal;
  /** Whose usage it is. Left out where payers pay for one subject alone. */
  readonly subject?: string;
  /**
   * The fields by which the meter keeps usage apart, by name or JSON Pointer. They go into the
   * data.
   */
  readonly dimensions?: Readonly<Record<string, string>>;
  /**
   * What else the event says: at most 4 KB. `resource` is put in where it is not there: the address
   * without its query.
   */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What came with the request that may pay for it. */
  readonly payment?: {
    /** The `Authorization` header, as it came. */
    readonly authorization?: string;
    /** The `PAYMENT-SIGNATURE` header of x402. */
    readonly paymentSignature?: string;
    /** A payer’s token, from the cookie of the site. */
    readonly token?: string;
    /** `offer.consent`, as the page of a 402 posted it. */
    readonly consent?: string;
    /** The cookie that counts free views, as it came. */
    readonly freeViews?: string;
  };
  /** Seconds that serving takes at most; 60 where left out. */
  readonly expiresIn?: number;
  /** Who paid for the resource pays nothing for it again on that day, the payer’s. */
  readonly once?: boolean;
  /**
   * So many are free, in UTC, of who sends no token. Counted in a cookie: who drops it begins anew.
   */
  readonly free?: {
    readonly views: number;
    readonly every: 'day' | 'month';
  };
  /** Where a payer adds money: told with each refusal. */
  readonly topUpUrl?: string;
  /**
   * Of what is paid without an offer: asked again under it, it is held once. Give each request that
   * came in one.
   */
  readonly idempotency?: string;
}

/** The operations of gate. */
export interface GateOperations {
  /** Whether a request that came in is paid for: hold, or answer 402. */
  readonly askGate: {
    readonly method: 'POST';
    readonly path: '/v1/gate';
    readonly body: GateRequest;
    readonly answer: GateAnswer;
  };
  /** Charge a request that was served. */
  readonly captureGate: {
    readonly method: 'POST';
    readonly path: '/v1/gate/{id}/capture';
    readonly body: GateCaptureRequest;
    readonly answer: GateCaptured;
  };
  /** Charge nothing for a request that was not served. */
  readonly releaseGate: {
    readonly method: 'POST';
    readonly path: '/v1/gate/{id}/release';
    readonly answer: Released;
  };
}
