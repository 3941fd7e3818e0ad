import { useDispatch, useSelector } from "react-redux";
import type { UiState } from "./ui-state.ts";

/** Reads the store's screen state. */
export const useUi = useSelector.withTypes<UiState>();
export const useUiDispatch = useDispatch;
