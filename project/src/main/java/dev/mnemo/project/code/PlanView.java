package dev.mnemo.project.code;

import java.util.List;

/// What the memory knows that a plan for a task must respect.
///
/// @param task what is to be done
/// @param architecture modules and systems involved
/// @param constraints decisions, patterns and dependencies
/// @param risks known issues
/// @param state tasks and progress
/// @param history what was done before
/// @param others how many further nodes matter less
/// @param files the files that these nodes speak of, in order of their paths
/// @param blockers risks that share a word with the task, and nodes that block others
/// @param consulted how many nodes were looked at
public record PlanView(
        String task,
        List<KnownNode> architecture,
        List<KnownNode> constraints,
        List<KnownNode> risks,
        List<KnownNode> state,
        List<KnownNode> history,
        int others,
        List<AffectedFile> files,
        List<KnownNode> blockers,
        int consulted) {
    public PlanView {
        architecture = List.copyOf(architecture);
        constraints = List.copyOf(constraints);
        risks = List.copyOf(risks);
        state = List.copyOf(state);
        history = List.copyOf(history);
        files = List.copyOf(files);
        blockers = List.copyOf(blockers);
    }

    /// A file that nodes speak of.
    ///
    /// @param path relative to the project
    /// @param exists whether it is there
    /// @param nodes the nodes, 12 digits each, ascending
    public record AffectedFile(String path, boolean exists, List<String> nodes) {
        public AffectedFile {
            nodes = List.copyOf(nodes);
        }
    }
}
