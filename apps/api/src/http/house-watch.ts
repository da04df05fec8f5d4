import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InvariantsWatch } from '#audit';
import { SETTINGS, type Settings } from '#settings';
import { LOG, type Log } from './log.js';

/**
 * Looks every hour whether everything that must always be true of the house still is. All processes look at the same time by the clock, and the
 * database lets one of them; a look that fails is told, and the next comes all the same.
 */
@Injectable()
export class HouseWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly watch: InvariantsWatch,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { invariantsMs } = this.settings;
    if (invariantsMs === 0) return;
    this.timer = setTimeout(
      () => {
        this.looking = this.look();
        this.onApplicationBootstrap();
      },
      invariantsMs - (Date.now() % invariantsMs),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      const broken = await this.watch.look(this.settings.databaseUrl);
      if (broken) this.log.info({ broken }, 'looked at the invariants of the house');
    } catch (err) {
      this.log.error({ err }, 'the invariants of the house were not looked at');
    }
  }
}
