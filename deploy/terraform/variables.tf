variable "project" {
  description = "Google Cloud project that everything is made in."
  type        = string
}

variable "region" {
  description = "Where the service runs and Firestore keeps its documents."
  type        = string
  default     = "us-central1"
}

variable "bigquery_location" {
  description = "Where the datasets are: BIGQUERY_LOCATION."
  type        = string
  default     = "US"
}

variable "datasets" {
  description = "BigQuery datasets that the service may read: `dataset` of each workspace.yaml."
  type        = list(string)
  default     = ["acme_sales"]
}

variable "knowledge_dir" {
  description = "Folders of workspaces in the image, several joined by a colon: KNOWLEDGE_DIR."
  type        = string
  default     = "knowledge/acme"
}

variable "image" {
  description = "The container, as Artifact Registry names it, by digest or tag."
  type        = string
}

variable "callers" {
  description = "Who may call the service: allUsers, or groups, users and service accounts. There is no sign-in behind it unless the settings have one."
  type        = list(string)
  default     = []
}

variable "max_instances" {
  description = "The most containers at a time; bounds what a flood of questions can cost."
  type        = number
  default     = 4
}
