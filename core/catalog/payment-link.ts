import { Rejection } from '../kernel/rejection.ts';

const PARAM = '/paymentLink';
const placeholder = /\{(number|id)\}/g;

/** What is filled in of an invoice. */
interface Linked {
  readonly number: string;
  readonly id: string;
}

/**
 * Where an invoice can be paid: the seller's own page, with `{number}` and `{id}` for those of the invoice.
 * @throws Rejection `request.invalid` where it is no https URL, or where an invoice could change whose page it is
 */
export function checkedPaymentLink(template: string): string {
  if (/[{}]/.test(template.replaceAll(placeholder, ''))) {
    throw invalid(`write {number} or {id}, and no other braces, got ${template}`);
  }
  const [one, other] = ['a', 'b'].map((text) => urlOf(template, text));
  if (one === undefined || other === undefined || one.protocol !== 'https:') {
    throw invalid(`give an https URL, percent-encoded, got ${template}`);
  }
  if (one.username !== '' || one.password !== '') {
    throw invalid('leave user and password out of it: everybody who has an invoice reads it');
  }
  if (one.origin !== other.origin) {
    throw invalid(`have {number} and {id} behind the host, got ${template}`);
  }
  return template;
}

/** The link of an invoice. */
export const paymentLinkOf = (template: string, linked: Linked): string =>
  template.replaceAll(placeholder, (_, name: keyof Linked) => encodeURIComponent(linked[name]));

const urlOf = (template: string, text: string): URL | undefined => {
  const filled = paymentLinkOf(template, { number: text, id: text });
  return URL.canParse(filled) ? new URL(filled) : undefined;
};

const invalid = (detail: string): Rejection =>
  new Rejection('request.invalid', `${PARAM}: ${detail}`, { param: PARAM });
