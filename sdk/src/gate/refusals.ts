import type { GateRefused } from '../contract/index.ts';
import type { HeaderLines } from './answers.ts';
import { linesOf } from './answers.ts';
import type { GateRefusal } from './decided.ts';
import { pageOf, pagePolicy, wantsPage } from './page.ts';
import type { GatedRequest, GatePayment } from './request.ts';
import type { WholeGateSettings } from './settings.ts';

/** Who is refused what. */
export interface RefusalContext {
  readonly request: GatedRequest;
  readonly payment: GatePayment;
  /** What it asked for, as people call it. */
  readonly thing: string;
}

/** As Farthing says it, or the page of it for who reads pages. */
export function refusalOf(
  { status, headers, problem }: Omit<GateRefused, 'outcome'>,
  { request, payment, thing }: RefusalContext,
  settings: Pick<WholeGateSettings, 'accountUrl' | 'texts'>,
): GateRefusal {
  const lines = linesOf(headers);
  if (!isForPeople(request, payment)) {
    return { outcome: 'refused', status, headers: lines, body: JSON.stringify(problem) };
  }
  const { html, language } = pageOf({
    ...{ problem, thing, languages: settings.texts, accountUrl: settings.accountUrl },
    hasToken: payment.token !== undefined,
    acceptedLanguages: request.header('accept-language'),
  });
  const ofPage: HeaderLines = [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-language', language],
    ['content-security-policy', pagePolicy],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
  ];
  const kept = lines.filter(([name]) => name !== 'content-type');
  return { outcome: 'refused', status, headers: [...kept, ...ofPage], body: html };
}

/** A page is for who reads: what was sent with something else than GET, or paid by a program, is answered JSON. */
const isForPeople = (request: GatedRequest, payment: GatePayment): boolean =>
  (request.method === 'GET' || request.consent !== undefined) &&
  payment.authorization === undefined &&
  payment.paymentSignature === undefined &&
  wantsPage(request.header('accept'));

/** By status: a code of the client's own, what HTTP calls it, and what is wrong. */
const reasons = {
  400: [
    'address.malformed',
    'Bad Request',
    'the host that was asked for, or the address, is none: check it and ask again',
  ],
  414: ['address.too-long', 'URI Too Long', 'the address has more than 1,024 characters'],
  431: [
    'payment.too-long',
    'Request Header Fields Too Large',
    'what is to pay for it is longer than 8,192 characters',
  ],
  503: [
    'gate.unavailable',
    'Service Unavailable',
    'it cannot be paid right now, and nothing was charged: try again',
  ],
} as const;

/** What the gate says by itself, without asking. */
export function ownRefusal(
  status: keyof typeof reasons,
  asked: RefusalContext,
  settings: Pick<WholeGateSettings, 'accountUrl' | 'texts'>,
): GateRefusal {
  const [code, title, detail] = reasons[status];
  const headers = {
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  };
  const problem = { type: 'about:blank', title, status, detail, code };
  return refusalOf({ status, headers, problem }, asked, settings);
}
