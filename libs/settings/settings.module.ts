import type { DynamicModule } from '@nestjs/common';
import type { Settings } from './settings.js';

/** Under this token the settings are injected: `@Inject(SETTINGS) private readonly settings: Settings`. */
export const SETTINGS = Symbol('SETTINGS');

/**
 * Gives every room the settings that the door has read. The door reads them first, so that all faults are told before anything starts.
 * Of Nest it takes only a type, and so no decorator (a dynamic module needs none): the command line reads settings, too, and a token must
 * not wait for a framework to be loaded.
 */
export class SettingsModule {
  /** The module for these settings, global: it is imported once, at the door. */
  static of(settings: Settings): DynamicModule {
    return { module: SettingsModule, global: true, providers: [{ provide: SETTINGS, useValue: settings }], exports: [SETTINGS] };
  }
}
