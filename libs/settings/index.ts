export { SettingsError, type SettingsFault } from './settings.errors.js';
export { SETTINGS, SettingsModule } from './settings.module.js';
export { OIDC_SETTINGS, readSettings, type SettingName, type Settings, type SettingsWith } from './settings.js';
export type { AsymmetricAlgorithm } from './value-types.js';
export { VARIABLES, type Variable } from './variables.js';
export type { WorkingHours } from './working-hours.js';
