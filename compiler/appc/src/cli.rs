//! The command line as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles an .app spec into a web application you keep
#[derive(Debug, Parser)]
#[command(name = "appc", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Settings every command takes
    #[command(flatten)]
    pub global: Global,
}

/// Settings every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// How messages about the spec look
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "human",
        help_heading = "Output"
    )]
    pub format: MessageFormat,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: ColorChoice,
    /// Say nothing that is not a fault or the result
    #[arg(long, short, global = true, help_heading = "Output")]
    pub quiet: bool,
}

/// How messages about the spec look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the lines of the spec
    Human,
    /// `path:line:col: error[code]: message`
    Short,
    /// One JSON object a line
    Json,
    /// GitHub workflow commands
    Github,
    /// One SARIF 2.1.0 log
    Sarif,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a new app from a template
    New(NewArgs),
    /// Run the app and keep it up to date while you edit the spec
    Run(RunArgs),
    /// Say what is wrong with a spec
    Check(CheckArgs),
    /// Show what the app will be, and what changes, before anything is written
    Plan(BuildArgs),
    /// Write the app's source code
    Build(BuildArgs),
    /// List who may do what, every address, rule and index
    Outline(OutlineArgs),
    /// Compare two specs: who can newly see or do what, and which data is at risk
    Diff(DiffArgs),
    /// Lay out a spec the one canonical way
    Fmt(FmtArgs),
    /// Apply the edits that messages offer
    Fix(FixArgs),
    /// Explain a message, or say in words who sees and does what with a name of the spec
    Explain(ExplainArgs),
    /// Teach the language, to people and assistants
    Guide(GuideArgs),
    /// Print what an assistant needs to grant a wish: guide, spec, messages, the wish
    Prompt(PromptArgs),
    /// Take an assistant's answer: check it, show what it changes, write it
    Apply(ApplyArgs),
    /// See whether this machine has what appc needs
    Doctor,
    /// Print completions for a shell
    Completions(CompletionsArgs),
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The app's name; its folder is made in the current one
    pub name: String,
    /// What to start from
    #[arg(long, value_enum, default_value = "blank")]
    pub template: Template,
}

/// What a new app starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// One entity, to be replaced
    Blank,
    /// Companies, contacts, and deals on a board
    Crm,
    /// Projects and tasks for a team
    Tasks,
}

/// Arguments of the commands that read a spec.
#[derive(Debug, Args)]
pub struct SpecArgs {
    /// A file, a folder (all .app files below it), or `-` for standard input
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// An older spec (file, folder or REVISION:PATH); whatever it declares has to be there still
    #[arg(long, value_name = "OLD")]
    pub since: Option<PathBuf>,
    /// A file, a folder (all .app files below it), or `-` for standard input
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The older spec: a file, a folder, or REVISION:PATH as git names it
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The newer spec, named likewise
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Write Markdown for a pull request; `--format json` writes JSON
    #[arg(long)]
    pub markdown: bool,
    /// Exit 1 if anything differs
    #[arg(long)]
    pub exit_code: bool,
}

/// Arguments of `outline`.
#[derive(Debug, Args)]
pub struct OutlineArgs {
    /// Write Markdown; `--format json` writes JSON
    #[arg(long)]
    pub markdown: bool,
    /// A file, a folder (all .app files below it), or `-` for standard input
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `build` and `plan`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// A file, or a folder (all .app files below it)
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
    /// The folder of the build; `out` beside the spec if left out
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// A file, or a folder (all .app files below it)
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
    /// The port to answer on; the next free one if left out and 3000 is taken
    #[arg(long)]
    pub port: Option<u16>,
    /// The address to answer on; other machines can reach any but the default
    #[arg(long, default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Don't open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Don't follow edits of the spec
    #[arg(long)]
    pub no_watch: bool,
}

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Write nothing; exit 1 if a file is not laid out
    #[arg(long)]
    pub check: bool,
    /// A file, a folder (all .app files below it), or `-` for standard input
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `fix`.
#[derive(Debug, Args)]
pub struct FixArgs {
    /// Also apply edits that are one of several readings
    #[arg(long)]
    pub all: bool,
    /// Write nothing; print the changes, and exit 1 if there are any
    #[arg(long)]
    pub diff: bool,
    /// Files, folders (all .app files below them), or `-` for standard input
    #[arg(value_name = "FILE", default_value = ".")]
    pub specs: Vec<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The code of a message, such as `unknown-field`, or a name of the spec, such as `Deal` or
    /// `Deal.value`; the list of codes if left out
    #[arg(value_name = "CODE|NAME")]
    pub name: Option<String>,
    /// The spec to which the name belongs: a file, or a folder (all .app files below it)
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `guide`.
#[derive(Debug, Args)]
pub struct GuideArgs {
    /// What to read about, `topics` for the list; the core of the language if left out
    pub topic: Option<String>,
}

/// Arguments of `prompt`.
#[derive(Debug, Args)]
pub struct PromptArgs {
    /// What the app shall do
    pub wish: String,
    /// The spec to change, a file or a folder; without one, a new spec is asked for
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
}

/// Arguments of `apply`.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// The answer, in a file or with `-` on standard input
    pub answer: PathBuf,
    /// The spec to change, a file or a folder; a file that is not there yet is made
    #[arg(value_name = "FILE", default_value = ".")]
    pub spec: PathBuf,
    /// Let the answer remove declarations and loosen rules
    #[arg(long)]
    pub accept_removals: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}
