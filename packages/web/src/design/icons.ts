/** The icons, drawn by Lucide; only these get into the pages. Each says by name what it shows, not what it is used for. */
import {
  ArrowDown,
  ArrowUp,
  Ban,
  Check,
  Clock,
  Copy,
  Ellipsis,
  Eraser,
  Info,
  KeyRound,
  LogIn,
  LogOut,
  Menu,
  Monitor,
  Moon,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  Search,
  Settings2,
  Shield,
  Smile,
  SquareArrowOutUpRight,
  Sun,
  Timer,
  Trash2,
  TriangleAlert,
  User,
  Users,
  WifiOff,
  X,
} from 'lucide';
import { icon } from './icon.tsx';

export const AlertIcon = /* @__PURE__ */ icon(TriangleAlert);
export const ArrowDownIcon = /* @__PURE__ */ icon(ArrowDown);
export const ArrowUpIcon = /* @__PURE__ */ icon(ArrowUp);
export const BanIcon = /* @__PURE__ */ icon(Ban);
export const CheckIcon = /* @__PURE__ */ icon(Check);
export const ClockIcon = /* @__PURE__ */ icon(Clock);
export const CloseIcon = /* @__PURE__ */ icon(X);
export const CopyIcon = /* @__PURE__ */ icon(Copy);
export const EraserIcon = /* @__PURE__ */ icon(Eraser);
export const InfoIcon = /* @__PURE__ */ icon(Info);
export const KeyIcon = /* @__PURE__ */ icon(KeyRound);
export const MenuIcon = /* @__PURE__ */ icon(Menu);
export const MonitorIcon = /* @__PURE__ */ icon(Monitor);
export const MoonIcon = /* @__PURE__ */ icon(Moon);
export const MoreIcon = /* @__PURE__ */ icon(Ellipsis);
export const PauseIcon = /* @__PURE__ */ icon(Pause);
export const PencilIcon = /* @__PURE__ */ icon(Pencil);
export const PlayIcon = /* @__PURE__ */ icon(Play);
export const PopOutIcon = /* @__PURE__ */ icon(SquareArrowOutUpRight);
export const RefreshIcon = /* @__PURE__ */ icon(RefreshCw);
export const SearchIcon = /* @__PURE__ */ icon(Search);
export const SettingsIcon = /* @__PURE__ */ icon(Settings2);
export const ShieldIcon = /* @__PURE__ */ icon(Shield);
export const SignInIcon = /* @__PURE__ */ icon(LogIn);
export const SignOutIcon = /* @__PURE__ */ icon(LogOut);
export const SmileIcon = /* @__PURE__ */ icon(Smile);
export const SunIcon = /* @__PURE__ */ icon(Sun);
export const TimerIcon = /* @__PURE__ */ icon(Timer);
export const TrashIcon = /* @__PURE__ */ icon(Trash2);
export const UserIcon = /* @__PURE__ */ icon(User);
export const UsersIcon = /* @__PURE__ */ icon(Users);
export const WifiOffIcon = /* @__PURE__ */ icon(WifiOff);
