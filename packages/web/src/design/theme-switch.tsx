import { IconButton } from './button.tsx';
import { MonitorIcon, MoonIcon, SunIcon } from './icons.ts';
import { setTheme, type Theme, theme } from './theme.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const ICON = { system: MonitorIcon, light: SunIcon, dark: MoonIcon };

/** One button that cycles: system, light, dark. */
export function ThemeSwitch() {
  const Icon = ICON[theme.value];
  const next = NEXT[theme.value];
  return (
    <IconButton label={`Colours: ${theme.value}. Change to ${next}`} onClick={() => setTheme(next)}>
      <Icon />
    </IconButton>
  );
}
