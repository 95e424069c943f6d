/** The icons. Each says by name what it shows, not what it is used for. */
import { icon } from './icon.tsx';

export const AlertIcon = /* @__PURE__ */ icon('M12 3.5 22 20.5H2z', 'M12 10v4.5', 'M12 17.5v.1');
export const ArrowDownIcon = /* @__PURE__ */ icon('M12 5v14', 'm6 13 6 6 6-6');
export const ArrowUpIcon = /* @__PURE__ */ icon('M12 19V5', 'm6 11 6-6 6 6');
export const BanIcon = /* @__PURE__ */ icon(
  'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  'M5.7 5.7l12.6 12.6',
);
export const CheckIcon = /* @__PURE__ */ icon('m5 12.5 5 5 9-10.5');
export const ClockIcon = /* @__PURE__ */ icon(
  'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  'M12 7v5l3 2',
);
export const CloseIcon = /* @__PURE__ */ icon('M6 6l12 12', 'M18 6 6 18');
export const CopyIcon = /* @__PURE__ */ icon(
  'M10 8.5h9a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 8.5 19v-9A1.5 1.5 0 0 1 10 8.5z',
  'M15.5 5v0a1.5 1.5 0 0 0-1.5-1.5H5A1.5 1.5 0 0 0 3.5 5v9A1.5 1.5 0 0 0 5 15.5',
);
export const EraserIcon = /* @__PURE__ */ icon(
  'm8 20-5-5L14 4l6.5 6.5L11 20z',
  'm8.5 9.5 6.5 6.5',
  'M8 20h13',
);
export const InfoIcon = /* @__PURE__ */ icon(
  'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  'M12 11v5',
  'M12 7.900v.1',
);
export const KeyIcon = /* @__PURE__ */ icon(
  'M12 15.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z',
  'M10.7 12.3 20 3',
  'm16 7 3 3',
);
export const MenuIcon = /* @__PURE__ */ icon('M4 7h16', 'M4 12h16', 'M4 17h16');
export const MonitorIcon = /* @__PURE__ */ icon('M3 5h18v11H3z', 'M8 20h8', 'M12 16v4');
export const MoonIcon = /* @__PURE__ */ icon(
  'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
);
export const MoreIcon = /* @__PURE__ */ icon(
  'M5 12a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0',
  'M11.5 12a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0',
  'M18 12a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0',
);
export const PauseIcon = /* @__PURE__ */ icon('M9 5v14', 'M15 5v14');
export const PencilIcon = /* @__PURE__ */ icon(
  'M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 3L8.5 19z',
  'm14.5 6 3.5 3.5',
);
export const PlayIcon = /* @__PURE__ */ icon('M7 4.5v15l12-7.5z');
export const PopOutIcon = /* @__PURE__ */ icon(
  'M14 4h6v6',
  'M20 4l-8.5 8.5',
  'M18 14v4.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6H10',
);
export const RefreshIcon = /* @__PURE__ */ icon(
  'M20 11.5A8 8 0 0 0 5.5 7L4 9',
  'M4 4.5V9h4.5',
  'M4 12.5A8 8 0 0 0 18.5 17l1.5-2',
  'M20 19.5V15h-4.5',
);
export const SearchIcon = /* @__PURE__ */ icon(
  'M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z',
  'm16 16 4.5 4.5',
);
export const SettingsIcon = /* @__PURE__ */ icon(
  'M4 7h9',
  'M17 7h3',
  'M17 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  'M4 17h3',
  'M11 17h9',
  'M11 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
);
export const ShieldIcon = /* @__PURE__ */ icon(
  'M12 3 4.5 6v5.5c0 4.5 3 7.7 7.5 9.5 4.5-1.8 7.5-5 7.5-9.5V6z',
);
export const SignInIcon = /* @__PURE__ */ icon(
  'M14 4h4.5A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5H14',
  'M4 12h11',
  'm11 8 4 4-4 4',
);
export const SignOutIcon = /* @__PURE__ */ icon(
  'M10 4H5.5A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20H10',
  'M9.5 12H20',
  'm16 8 4 4-4 4',
);
export const SmileIcon = /* @__PURE__ */ icon(
  'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  'M8.5 14.5a4.5 4.5 0 0 0 7 0',
  'M9 9.5v.1',
  'M15 9.5v.1',
);
export const SunIcon = /* @__PURE__ */ icon(
  'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z',
  'M12 2.5V4',
  'M12 20v1.5',
  'M2.5 12H4',
  'M20 12h1.5',
  'm5.3 5.3 1 1',
  'm17.7 17.7 1 1',
  'm5.3 18.7 1-1',
  'm17.7 6.3 1-1',
);
export const TimerIcon = /* @__PURE__ */ icon(
  'M20 13.5a8 8 0 1 1-16 0 8 8 0 0 1 16 0z',
  'M12 9v4.5',
  'M9.5 2.5h5',
);
export const TrashIcon = /* @__PURE__ */ icon(
  'M4 6.5h16',
  'M9 6V3.5h6V6',
  'm6 6.5 1 14h10l1-14',
  'M10 10.5v6',
  'M14 10.5v6',
);
export const UserIcon = /* @__PURE__ */ icon(
  'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0z',
  'M4.5 20.5a7.5 7.5 0 0 1 15 0',
);
export const UsersIcon = /* @__PURE__ */ icon(
  'M12.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z',
  'M2.5 20a6.5 6.5 0 0 1 13 0',
  'M16 4.800a3.5 3.5 0 0 1 0 6.4',
  'M18.5 14.300a6.5 6.5 0 0 1 3 5.7',
);
export const WifiOffIcon = /* @__PURE__ */ icon(
  'M3 3l18 18',
  'M5.5 13a9.5 9.5 0 0 1 5-2.5',
  'M2 9.5a15 15 0 0 1 4.5-3',
  'M10.5 5.100A15 15 0 0 1 22 9.5',
  'M15.5 11.200a9.5 9.5 0 0 1 3 1.8',
  'M8.8 16.5a5 5 0 0 1 6.4 0',
  'M12 20v.01',
);
