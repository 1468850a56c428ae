import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { exportsRoutes } from './routes.ts';
import {
  exportAnswer,
  exportBody,
  exportBytes,
  exportContentParameters,
  exportFileList,
  exportFileParameters,
  exportId,
  exportList,
} from './shapes.ts';

/** The operations of exports. */
export const exportsOperations = {
  'POST /v1/exports': {
    id: 'startExport',
    description:
      'Goes on where the ones before ended: what is exported is not exported again, and usage that came late is in files of its own. Safe to repeat, and to race.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(exportBody),
    answers: { 202: { description: 'Begun', content: json(exportAnswer) } },
    problems: [...bodyProblems, 'request.idempotency-key-malformed', 'export.days-invalid'],
  },
  'GET /v1/exports': {
    id: 'listExports',
    query: noParameters,
    answers: ok('The exports', exportList),
    problems: [...queryProblems],
  },
  'GET /v1/exports/{id}': {
    id: 'getExport',
    path: { id: exportId },
    query: noParameters,
    answers: ok('The export', exportAnswer),
    problems: [...queryProblems, 'export.not-found'],
  },
  'GET /v1/exports/files': {
    id: 'listExportFiles',
    description:
      'A file is put once and never replaced; it is listed when all of its manifest is there.',
    query: exportFileParameters,
    answers: ok('A page of files', exportFileList),
    problems: [...queryProblems, 'request.bad-cursor', 'export.days-invalid'],
  },
  'GET /v1/exports/files/content': {
    id: 'getExportFile',
    description: 'The parts put after each other are the file, with the SHA-256 of the list.',
    query: exportContentParameters,
    answers: {
      200: {
        description: 'A part of the file',
        content: { 'application/octet-stream': exportBytes },
      },
    },
    problems: [...queryProblems, 'export.file-not-found'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof exportsRoutes>, Operation>>;
