import type { AlarmTopic } from './constructs/alarm-topic.ts';
import type { Access } from './stages/access.ts';
import type { Aggregation } from './stages/aggregation.ts';
import type { Backfill } from './stages/backfill.ts';
import type { Billing } from './stages/billing.ts';
import type { Books } from './stages/books.ts';
import type { Catalog } from './stages/catalog.ts';
import type { Dashboard } from './stages/dashboard.ts';
import type { Documents } from './stages/documents.ts';
import type { Drops } from './stages/drops.ts';
import type { Exports } from './stages/exports.ts';
import type { HttpInterface } from './stages/http-interface.ts';
import type { Ingestion } from './stages/ingestion.ts';
import type { Maintenance } from './stages/maintenance.ts';
import type { Payees } from './stages/payees.ts';
import type { Rails } from './stages/rails.ts';
import type { Receipts } from './stages/receipts.ts';
import type { Totals } from './stages/totals.ts';
import type { Transparency } from './stages/transparency.ts';
import type { WebFront } from './stages/web-front.ts';
import type { WebPages } from './stages/web-pages.ts';
import type { Webhooks } from './stages/webhooks.ts';

type Always =
  | AlarmTopic
  | Access
  | Ingestion
  | Aggregation
  | Catalog
  | Totals
  | Backfill
  | Books
  | Documents
  | Billing
  | Webhooks
  | Rails
  | Payees
  | Receipts
  | Transparency
  | Exports
  | Maintenance
  | Dashboard;

type NamesOf<Part extends { readonly outputs: object }> = Part extends unknown
  ? keyof Part['outputs']
  : never;

/** What operators and scripts find its parts by. Names are never changed, only added. */
export type FarthingOutputs = Readonly<Record<NamesOf<Always>, string>> &
  Readonly<Partial<Record<NamesOf<HttpInterface | WebFront | WebPages | Drops>, string>>>;
