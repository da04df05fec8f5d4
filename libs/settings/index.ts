export { SettingsError, type SettingsFault } from './settings.errors.js';
export { SETTINGS, SettingsModule } from './settings.module.js';
export { OIDC_SETTINGS, readSettings, type Settings, type SettingsWith } from './settings.js';
export { VARIABLES, type Variable } from './variables.js';
