import { IconButton } from './button.tsx';
import { MonitorIcon, MoonIcon, SunIcon } from './icons.ts';
import { setTheme, type Theme, theme } from './theme.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const ICON = { system: MonitorIcon, light: SunIcon, dark: MoonIcon };
const WORDS: Readonly<Record<Theme, string>> = {
  system: 'system',
  light: 'light',
  dark: 'dark',
};

/** One button that cycles: system, light, dark. */
export function ThemeSwitch() {
  const Icon = ICON[theme.value];
  return (
    <IconButton
      label={`Colours: ${WORDS[theme.value]}. Change to ${WORDS[NEXT[theme.value]]}`}
      onClick={() => setTheme(NEXT[theme.value])}
    >
      <Icon />
    </IconButton>
  );
}
