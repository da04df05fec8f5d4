import { eventually } from './eventually.js';
import { House, type HouseSize } from './house.js';
import { Windows } from './windows.js';

export { CONSOLE_IS_READY, dialogHasFocus, WHY_NO_CONSOLE } from './windows.js';

/** A house with a browser in front of it. */
export class ConsoleHouse {
  readonly window: Windows['window'];
  readonly blank: Windows['blank'];
  readonly faults: Windows['faults'];
  readonly asked: Windows['asked'];
  readonly complaints: Windows['complaints'];

  private constructor(
    readonly house: House,
    private readonly windows: Windows,
  ) {
    this.window = windows.window.bind(windows);
    this.blank = windows.blank.bind(windows);
    this.faults = windows.faults.bind(windows);
    ({ asked: this.asked, complaints: this.complaints } = windows);
  }

  static async open(size: HouseSize = {}): Promise<ConsoleHouse> {
    const house = await House.open(size);
    return new ConsoleHouse(house, await Windows.open(`http://localhost:${house.port}`));
  }

  /** Waits until the worker has put what was approved among the precedents, which it does every few seconds: a page asks once. */
  async gathered(exceptionId: string): Promise<void> {
    await eventually(
      () => this.house.ground.rows('SELECT 1 FROM precedents WHERE exception_id = $1', [exceptionId]),
      ({ length }) => length > 0,
      30_000,
    );
  }

  async close(): Promise<void> {
    await this.windows.close();
    await this.house.close();
  }

  /** The address by which people reach the house. */
  get origin(): string {
    return this.windows.origin;
  }
}
