import { Books } from '../../core/books/books.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { railBooks } from '../../core/rails/book-movements.ts';
import type { WalletMovements } from '../../core/rails/rail-books.ts';
import type { RailsPorts } from '../../core/rails/work-off.ts';
import type { RemindingPorts } from '../../core/reminders/remind.ts';
import { dynamoDbClient, sqsClient, ssmClient } from './clients.ts';
import { collectingOn } from './collecting-on.ts';
import { dynamoDbBillingSettings } from './dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { DynamoDbCustomers } from './dynamo-db-customers.ts';
import { dynamoDbMandates } from './dynamo-db-sepa.ts';
import { byTenant } from './message-groups.ts';
import { payingOn } from './payouts-on.ts';
import { sqsQueue } from './sqs-queue.ts';
import { ssmFacilitatorKeys } from './ssm-rail-secrets.ts';
import { systemClock } from './system-clock.ts';

/** Where everything is that rails work with. */
type RailTables = Readonly<
  Record<
    | 'RAILS_TABLE_NAME'
    | 'RAILS_QUEUE_URL'
    | 'RAIL_SECRETS_PATH'
    | 'BOOKS_TABLE_NAME'
    | 'BOOKS_CELLS_TABLE_NAME'
    | 'CATALOG_TABLE_NAME',
    string
  >
>;

/** The tables, the queue, the secrets and what is outside, as ports; `wallets` where top-ups are brought on. */
export function railStores(variables: RailTables, wallets?: WalletMovements) {
  const dynamoDb = dynamoDbClient();
  const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
  const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
  const books = new Books({ log, cells, clock: systemClock });
  const settings = dynamoDbBillingSettings(dynamoDb, variables.CATALOG_TABLE_NAME);
  // The path has the name of the stack: so two that use one account of Stripe's are told apart.
  const space = variables.RAIL_SECRETS_PATH;
  const { collections, batches, outbound, secrets, rails } = collectingOn(variables);
  const queue = { queueUrl: variables.RAILS_QUEUE_URL, groupOf: byTenant };
  const customers = new DynamoDbCustomers(dynamoDb, variables.CATALOG_TABLE_NAME);
  const clock = systemClock;
  return {
    space,
    reminding: { books, log, settings, customers, collections, clock } as RemindingPorts,
    ...{ collections, batches, settings },
    paying: {
      ...payingOn(variables, { books, settings, outbound }),
      queue: sqsQueue(sqsClient(), queue),
    },
    mandates: dynamoDbMandates(dynamoDb, variables.RAILS_TABLE_NAME),
    customers,
    secrets,
    facilitatorKeys: ssmFacilitatorKeys(ssmClient(), space),
    rails,
    named: books,
    books: railBooks({ books, settings, clock, ...definedOnly({ wallets }) }),
    queue: sqsQueue(sqsClient(), queue),
    outbound,
    clock: systemClock,
  } as const satisfies Omit<RailsPorts, 'onNotice'> & Readonly<Record<string, unknown>>;
}
