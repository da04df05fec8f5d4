import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { DatabaseModule } from '#database';
import { type JobKind, QueuesModule } from '#jobs';
import { type Settings, SettingsModule } from '#settings';
import { Canary, EXIT, type Exit } from './canary.js';
import { DirectLine } from './direct-line.js';
import { ForgetKeys } from './forget-keys.js';
import { GatherPrecedents } from './gather-precedents.js';
import { Health } from './health.js';
import type { Handler } from './job-host.js';
import { JobStarts } from './job-starts.js';
import type { OpenWork } from './open-work.js';
import { Relay, REACTIONS_BY_FACT, type ReactionsByFact } from './relay.js';
import { OPEN_WORK, Sweep } from './sweep.js';

/** What a worker is made of besides its machinery. */
export interface WorkerParts {
  /** Every class that works off a kind of job. */
  readonly handlers: readonly Handler[];
  /** Every class that finds open work for them. */
  readonly openWork: readonly Type<OpenWork>[];
  /** The rooms whose services they call. */
  readonly rooms: NonNullable<ModuleMetadata['imports']>;
  /** How the canary ends the process. */
  readonly exit: Exit;
}

/** The worker: relay, sweep, canary, health, and the handlers that it is given. */
@Module({})
export class WorkerModule {
  static of(settings: Settings, { handlers, openWork, rooms, exit }: WorkerParts): DynamicModule {
    const workers = handlers.length + 1; // and the canary's
    return {
      module: WorkerModule,
      imports: [SettingsModule.of(settings), DatabaseModule.of('countersign worker'), QueuesModule.forRoot(settings, workers), ...rooms],
      providers: [
        ...handlers,
        { provide: REACTIONS_BY_FACT, useValue: reactionsByFact(handlers) },
        ...openWork,
        { provide: OPEN_WORK, inject: [...openWork], useFactory: (...works: OpenWork[]) => works },
        { provide: EXIT, useValue: exit },
        ...[JobStarts, DirectLine, Relay, Sweep, Canary, ForgetKeys, GatherPrecedents, Health],
      ],
    };
  }
}

function reactionsByFact(handlers: readonly Handler[]): ReactionsByFact {
  const kinds: Record<string, JobKind[]> = {};
  for (const { kind, reactsTo = [] } of handlers) {
    for (const fact of reactsTo) (kinds[fact] ??= []).push(kind);
  }
  return kinds;
}
